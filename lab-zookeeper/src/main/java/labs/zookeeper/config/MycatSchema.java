package labs.zookeeper.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The course's case: what Mycat, a proxy that shards MySQL, keeps in its {@code server.xml}, {@code
 * schema.xml} and {@code rule.xml}, as keys. Its proxies must all route by the same rules: one that
 * has the new rule and the old data nodes writes rows where nobody looks for them.
 */
public final class MycatSchema {
    private static final ValueType NAME = new ValueType.Text(64);

    private MycatSchema() {}

    public static Schema schema() {
        return Schema.empty()
                .required("server/port", new ValueType.IntegerRange(1, 65_535))
                .required("server/charset", new ValueType.OneOf(Set.of("utf8", "utf8mb4")))
                .required("user/*/password", NAME)
                .required("user/*/schemas", new ValueType.References("schema"))
                .required("datanode/*/address", new ValueType.HostAndPort())
                .required("datanode/*/database", NAME)
                .required("schema/*/*/nodes", new ValueType.References("datanode"))
                .required("schema/*/*/rule", new ValueType.References("rule"))
                .required("rule/*/column", NAME)
                .required("rule/*/algorithm", new ValueType.OneOf(Set.of("mod", "hash", "range")))
                .required("rule/*/count", new ValueType.IntegerRange(1, 1024));
    }

    /** A small shop on so many data nodes, {@code dn1} and so on. */
    public static Map<String, String> shop(int dataNodes) {
        var values = new TreeMap<String, String>();
        var names = new StringBuilder();
        for (int i = 1; i <= dataNodes; i++) {
            values.put("datanode/dn" + i + "/address", "db" + i + ".example:3306");
            values.put("datanode/dn" + i + "/database", "shop_" + i);
            names.append(i == 1 ? "" : ",").append("dn").append(i);
        }
        values.put("server/port", "8066");
        values.put("server/charset", "utf8mb4");
        values.put("user/app/password", "secret");
        values.put("user/app/schemas", "shop");
        values.put("schema/shop/orders/nodes", names.toString());
        values.put("schema/shop/orders/rule", "by-customer");
        values.put("rule/by-customer/column", "customer_id");
        values.put("rule/by-customer/algorithm", "mod");
        values.put("rule/by-customer/count", Integer.toString(dataNodes));
        return values;
    }
}
