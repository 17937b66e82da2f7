/**
 * The pages one sees: log-in and dashboard, with what they load. They know the ports, the views and HTML; they must never
 * know who may see them, nor anything of the run beside its ports.
 *
 * @module
 */
export { pages, type PagesDeps } from "./pages.tsx";
