// Every call the desk makes, by name.
export * from "./admin";
export * from "./channels";
export * from "./grid";
export * from "./hearings";
export * from "./lists";
export * from "./mine";
export * from "./petitions";
export * from "./reception";
export * from "./statistics";
export * from "./supervision";
export { asked } from "./path";
