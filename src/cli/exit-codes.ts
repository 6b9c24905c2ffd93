/** What the program's exit says to a script. Fixed: see docs/cli.md. */
export const EXIT = {
  done: 0,
  /** A fault of ours. */
  fault: 1,
  usage: 2,
  /** A verification found a contradiction. */
  disagrees: 3,
  /** A verification could not tell. */
  inconclusive: 4,
  /** An input file is missing, unreadable or says something it may not say. */
  badFile: 5,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
