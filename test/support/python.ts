/** Runs Python for tests of generated code: the first interpreter that has NumPy and SciPy, or null. */
import { execFileSync } from "node:child_process";

const has = (command: string, modules: string): boolean => {
  try {
    execFileSync(command, ["-c", `import ${modules}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** The interpreter with these modules, or null. */
export const pythonWith = (modules = "numpy, scipy"): string | null =>
  ["python3", "/usr/bin/python3"].find((command) => has(command, modules)) ?? null;

/** What the program prints. */
export const runPython = (command: string, program: string): string => execFileSync(command, ["-"], { input: program, encoding: "utf8" });
