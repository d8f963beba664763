/**
 * Preloaded (`node --import`) into a program that must not outlive the command that started it. The channel between
 * the two closes when the command is gone, however it went.
 */
process.once("disconnect", () => process.exit(0));
process.channel?.unref();
