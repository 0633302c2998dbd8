/** The report as JSON: the contract of DESIGN §9, keys in its order, one object or an array for several files. */
import type { FailedReport, Report } from "../check/report.ts";

export const reportJson = (reports: readonly (Report | FailedReport)[]): string =>
  `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`;
