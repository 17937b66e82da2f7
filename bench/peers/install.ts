import { type Ended, runToEnd } from "./process.ts";
import type { Peer, Python } from "./peers.ts";

/** What an installation came to: the program that runs the peer's script, or why there is none. */
export type Installed =
  | { readonly ok: true; readonly program: string; readonly seconds: number; readonly wasThere: boolean }
  | { readonly ok: false; readonly reason: string };

const INSTALL_TIMEOUT_S = 1_200;
const NICE = ["nice", "-n", "10"];
/** Beyond this minor version of Python 3 not every peer has wheels. */
const NEWEST_PYTHON = 13;

/** Installs a peer into its folder under `scratch`, unless the same packages are there. Nothing is written elsewhere. */
export async function installPeer(peer: Peer, scratch: string): Promise<Installed> {
  const folder = `${scratch}/env/${peer.name}`, stamp = `${folder}/installed.json`;
  const program = peer.recipe.kind === "pip" ? `${folder}/bin/python` : "node";
  const wanted = JSON.stringify(peer.recipe);
  if (await textOf(stamp) === wanted) return { ok: true, program, seconds: 0, wasThere: true };
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  await Deno.mkdir(folder, { recursive: true });
  const ended = peer.recipe.kind === "pip"
    ? await installByPip(folder, peer.recipe.python, peer.recipe.packages)
    : await installByNpm(folder, peer.recipe.packages);
  if (!ended.ok) return { ok: false, reason: ended.complaint };
  await Deno.writeTextFile(stamp, wanted);
  return { ok: true, program, seconds: ended.wallS, wasThere: false };
}

async function installByPip(folder: string, oldest: Python, packages: readonly string[]): Promise<Ended> {
  const python = await findPython(oldest);
  if (python === null) {
    const complaint = `no Python 3.${oldest} to 3.${NEWEST_PYTHON} is on PATH or in ~/.pyenv`;
    return { ok: false, stdout: "", complaint, wallS: 0 };
  }
  const made = await install([python, "-m", "venv", folder], folder);
  if (!made.ok) return made;
  return await install([`${folder}/bin/python`, "-m", "pip", "install", "--quiet", ...packages], folder);
}

async function installByNpm(folder: string, packages: readonly string[]): Promise<Ended> {
  await Deno.writeTextFile(`${folder}/package.json`, '{ "private": true, "type": "module" }');
  return await install(
    ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", ...packages],
    folder,
  );
}

/** One step, gently: installing is heavy, and nobody waits for it. */
function install(command: readonly string[], cwd: string): Promise<Ended> {
  return runToEnd([...NICE, ...command], { timeoutS: INSTALL_TIMEOUT_S, cwd });
}

/** The oldest interpreter that serves. */
async function findPython(oldest: Python): Promise<string | null> {
  const found: { path: string; minor: number }[] = [];
  for (const path of await candidates()) {
    const { ok, stdout } = await runToEnd([path, "-c", "import sys; print(*sys.version_info[:2])"], {
      timeoutS: 60,
    });
    const [major, minor] = stdout.split(" ").map(Number);
    if (ok && major === 3 && minor >= oldest && minor <= NEWEST_PYTHON) found.push({ path, minor });
  }
  return found.sort((a, b) => a.minor - b.minor)[0]?.path ?? null;
}

async function candidates(): Promise<string[]> {
  const paths = ["python3", "python3.11", "python3.12", "python3.13"];
  const versions = `${Deno.env.get("HOME") ?? ""}/.pyenv/versions`;
  try {
    for await (const { name } of Deno.readDir(versions)) paths.push(`${versions}/${name}/bin/python3`);
  } catch (error) {
    ignoreMissing(error);
  }
  return paths;
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
