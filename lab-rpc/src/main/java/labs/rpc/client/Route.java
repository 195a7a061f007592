package labs.rpc.client;

/** The way to one address: its options, and what calls it. */
record Route(ClientOptions options, Connector connector, Attempts attempts)
        implements AutoCloseable {

    static Route to(ClientOptions options) {
        Connector connector = new Connector(options);
        ConnectionPool pool = new ConnectionPool(connector, options.maxConnections());
        return new Route(options, connector, new Attempts(options, connector, pool));
    }

    @Override
    public void close() {
        connector.close();
    }
}
