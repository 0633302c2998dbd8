/** The door of the room. */
export { type AuditOptions, type AuditReport, audit, type Equivalent, type Finding } from "./audit.ts";
export { type RenderOptions, renderAudit } from "./render.ts";
