/** Reports in the format that was asked for. What a format needs is loaded with it: pages carry fonts. */
import type { SourceKind } from "../check/pieces.ts";
import type { FailedReport, Report } from "../check/report.ts";
import { batchMarkdown, batchText } from "../report/batch.ts";
import { reportJson } from "../report/json.ts";
import { reportMarkdown } from "../report/markdown.ts";
import type { TextOptions } from "../report/style.ts";
import { failedReportText, reportText } from "../report/text.ts";
import { absurd } from "../shape/index.ts";

export type ReportFormat = "text" | "json" | "md" | "html" | "tex";

export interface Rendered {
  readonly report: Report | FailedReport;
  readonly source: string;
  readonly kind: SourceKind;
}

export interface Rendering {
  readonly format: ReportFormat;
  readonly quiet: boolean;
}

export async function renderReports(checked: readonly Rendered[], { format, quiet }: Rendering, style: TextOptions): Promise<string> {
  const reports = checked.map((c) => c.report);
  const several = checked.length > 1;
  switch (format) {
    case "json":
      return reportJson(reports);
    case "html": {
      const { reportHtml } = await import("../report/html.ts");
      return reportHtml(checked);
    }
    case "tex": {
      const { reportLatex } = await import("../report/latex.ts");
      return checked
        .map((c) => ("error" in c.report ? `% ${c.report.document}: ${c.report.error.message}\n` : reportLatex(c.report, c.source, c.kind)))
        .join("\n");
    }
    case "md":
      return [...(several ? [batchMarkdown(reports)] : []), ...reports.map(reportMarkdown)].join("\n");
    case "text": {
      const summary = several || quiet ? [batchText(reports, style)] : [];
      const each = quiet
        ? []
        : checked.map((c) => ("error" in c.report ? failedReportText(c.report, style) : reportText(c.report, c.source, style)));
      return [...each, ...summary].join("\n");
    }
    default:
      return absurd(format);
  }
}
