package labs.cli;

import labs.cli.command.Commands;
import labs.cli.command.Context;

/** The main class of the {@code lab} command. */
public final class Lab {
    private Lab() {}

    public static void main(String[] arguments) {
        System.exit(Commands.run(Context.ofSystem(), arguments));
    }
}
