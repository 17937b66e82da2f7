import { z } from "zod";

/** An OpenAPI document, as far as it is worth saying. */
export const openApi = z.looseObject({ openapi: z.literal("3.1.0") });
