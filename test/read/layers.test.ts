import { describe, expect, it } from "vitest";
import { lastLayerOutput } from "../../src/read/layers.ts";

describe("layers described by lists", () => {
  it("pooling keeps the channels of the layer before it", () => {
    const first = "Conv layer:\n- input: 32\n- filters: 8\n- kernel: 3\n- padding: 1\n";
    expect(lastLayerOutput(first)).toEqual({ size: 32, channels: 8 });
    expect(lastLayerOutput(`${first}Pool layer:\n- input: 32\n- window: 2\n- stride: 2\n`)).toEqual({ size: 16, channels: 8 });
  });

  it("a layer without its input or kernel is not computed", () => {
    expect(lastLayerOutput("Conv layer:\n- filters: 8\n- kernel: 3\n")).toBeNull();
    expect(lastLayerOutput("no layers here")).toBeNull();
  });
});
