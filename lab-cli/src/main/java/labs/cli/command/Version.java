package labs.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The version of the labs, and of the Java that runs them. */
final class Version implements IVersionProvider {
    // The whole repository carries one version; the parent pom says the same.
    private static final String LABS = "1.0-SNAPSHOT";

    @Override
    public String[] getVersion() {
        return new String[] {
            "lab " + LABS, "Java " + Runtime.version() + ", " + System.getProperty("java.home")
        };
    }
}
