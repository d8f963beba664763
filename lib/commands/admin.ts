import { backupCommand, restoreCommand } from "@/lib/backup/commands";
import { closeDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { createPersonCommand, resetPasswordCommand } from "@/lib/team/person-commands";
import { setKeyCommand } from "@/lib/team/set-key-command";
import { readConfiguration } from "@/lib/commands/configuration";
import { joinDatabase, openDatabase } from "@/lib/commands/database";
import { explain, PlainFailure } from "@/lib/commands/plain-failure";
import { secretInput } from "@/lib/commands/secret-input";

/** `npm run admin -- <command>`: works on the desk's database, nearly always beside a running desk, too. */

type Command = {
  /** One line for the help. */
  does: string;
  /** It works only while no desk holds DATA_DIR. */
  alone?: true;
  /** Works on the database at `url`; what it throws is told to the person. */
  run(args: string[], url: string): Promise<void>;
};

/** npm runs scripts in the project's folder and tells here where the person stands. */
const folder = process.env.INIT_CWD ?? process.cwd();

const say = (line: string) => void process.stdout.write(`${line}\n`);

const commands: Record<string, Command> = {
  migrate: {
    does: "bring the database up to date, as npm start does",
    async run(_args, url) {
      const applied = await migrate(url);
      say(applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`);
    },
  },
  "create-person": {
    does: "--email E --role viewer|reviewer|manager|owner [--name N]; the password from standard input",
    run: (args) => tell(createPersonCommand(args, secretInput("Password"))),
  },
  "reset-password": {
    does: "--email E; the new password from standard input, open sessions end",
    run: (args) => tell(resetPasswordCommand(args, secretInput("New password"))),
  },
  "set-key": {
    does: "[--unchecked]; the account key from standard input, tried at RapidWorkers unless unchecked",
    run: (args) => tell(setKeyCommand(args, secretInput("Account key"))),
  },
  backup: {
    does: "FILE; everything in the database but the ENCRYPTION_KEYS, which are not in it",
    run: (args, url) => tell(backupCommand(args, { url, folder })),
  },
  restore: {
    does: "FILE [--replace]; into an empty database, or in place of what is there, while no desk runs",
    alone: true,
    run: (args, url) => tell(restoreCommand(args, { url, folder })),
  },
};

async function tell(outcome: Promise<{ ok: boolean; message: string }>): Promise<void> {
  const { ok, message } = await outcome;
  if (!ok) throw new PlainFailure(message);
  say(message);
}

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`);
  return ["Usage: npm run admin -- <command>", "", ...lines].join("\n");
}

async function main(): Promise<number> {
  const [name = "help", ...args] = process.argv.slice(2);
  if (["help", "--help", "-h"].includes(name)) {
    say(help());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(`There is no command ${name}.\n${help()}\n`);
    return 2;
  }
  const open = command.alone ? openDatabase : joinDatabase;
  const database = await open(readConfiguration(), `the command "admin ${name}"`, say);
  try {
    // For commands that use the app's own modules, which ask the environment.
    process.env.DATABASE_URL = database.url;
    await command.run(args, database.url);
  } finally {
    await closeDatabase();
    await database.close();
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
