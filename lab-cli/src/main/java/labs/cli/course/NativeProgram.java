package labs.cli.course;

/**
 * A native program that some demos or tests use where it is installed.
 *
 * @param program the command looked for on the PATH
 * @param packageName the Debian package that brings it
 * @param enables what works only with it
 */
public record NativeProgram(String program, String packageName, String enables) {}
