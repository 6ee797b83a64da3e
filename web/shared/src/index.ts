export * from "./client";
export * from "./language";
export * from "./may";
export * from "./problem";
export * from "./sync";
