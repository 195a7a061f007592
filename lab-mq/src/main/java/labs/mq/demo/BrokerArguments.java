package labs.mq.demo;

import java.nio.file.Path;

/**
 * What the broker was asked for. Read by hand: a library for it would take as long to load as all
 * the rest of the broker.
 *
 * @param port to listen on; 0 for any that is free
 * @param directory of the logs; null for a temporary one
 * @param help whether only the usage is wanted
 */
record BrokerArguments(int port, Path directory, boolean help) {
    static final String USAGE =
            """
            Usage: broker [--port N] [--directory DIR]
            Serves Kafka's own clients over this chapter's log, until Ctrl-C.
              --port N         to listen on; 0 for any that is free (default: 9092)
              --directory DIR  of the logs; they stay there (default: a temporary one,
                               removed at the end)
              -h, --help       show this help""";

    private static final int PORT = 9092;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException that says what is wrong with them
     */
    static BrokerArguments parse(String... args) {
        int port = PORT;
        Path directory = null;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            String[] option = args[i].split("=", 2);
            switch (option[0]) {
                case "--port" -> port = port(option.length == 2 ? option[1] : value(args, ++i));
                case "--directory" ->
                        directory = Path.of(option.length == 2 ? option[1] : value(args, ++i));
                case "-h", "--help" -> help = true;
                default -> throw new IllegalArgumentException("there is no option " + args[i]);
            }
        }
        return new BrokerArguments(port, directory, help);
    }

    private static String value(String[] args, int i) {
        if (i == args.length) {
            throw new IllegalArgumentException(args[i - 1] + " wants a value");
        }
        return args[i];
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + text);
    }
}
