package labs.mq.shop;

import org.apache.kafka.streams.state.KeyValueStore;

/** The balances of the customers of one partition: from the store, or as they began. */
final class Accounts {
    private final KeyValueStore<Integer, Long> store;
    private final Catalogue catalogue;

    Accounts(KeyValueStore<Integer, Long> store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    long balance(int customer) {
        Long balance = store.get(customer);
        return balance == null ? catalogue.openingBalance(customer) : balance;
    }

    /** Adds that many cents, or takes them if there are less than none. */
    void add(int customer, long cents) {
        store.put(customer, balance(customer) + cents);
    }
}
