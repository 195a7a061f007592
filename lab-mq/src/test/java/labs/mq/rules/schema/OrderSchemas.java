package labs.mq.rules.schema;

import org.apache.avro.Schema;

/** Versions of an order. */
final class OrderSchemas {
    private static final String ID = "{'name': 'id', 'type': 'string'}";
    private static final String CENTS = "{'name': 'cents', 'type': 'long'}";

    static final Schema FIRST = order(ID, CENTS);
    static final Schema WITH_CURRENCY =
            order(ID, CENTS, "{'name': 'currency', 'type': 'string', 'default': 'EUR'}");
    static final Schema CURRENCY_DEMANDED =
            order(ID, CENTS, "{'name': 'currency', 'type': 'string'}");
    static final Schema WITHOUT_CENTS = order(ID);
    static final Schema CENTS_AS_TEXT = order(ID, "{'name': 'cents', 'type': 'string'}");

    private OrderSchemas() {}

    static Schema order(String... fields) {
        String json =
                "{'type': 'record', 'name': 'Order', 'fields': [%s]}"
                        .formatted(String.join(", ", fields));
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
