import { MIN_SECRET } from "./secret_forms.ts";
import { isSecretName } from "./secret_names.ts";

/**
 * Secrets among environment variables: values whose names say so, and of URLs with credentials the password and the whole.
 * To be registered with a redactor at the start of a process.
 */
export function secretsOfEnvironment(env: Readonly<Record<string, string>>): string[] {
  const secrets = Object.entries(env).flatMap(([name, value]) => {
    // NAME_FILE says where the secret lies
    if (name.endsWith("_FILE")) return [];
    const password = URL.parse(value)?.password ?? "";
    const isWhole = password !== "" || isSecretName(name);
    return [...(isWhole ? [value] : []), ...(password === "" ? [] : [password, decoded(password)])];
  });
  return [...new Set(secrets)].filter((secret) => secret.length >= MIN_SECRET);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
