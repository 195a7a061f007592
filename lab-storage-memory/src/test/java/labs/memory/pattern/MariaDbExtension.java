package labs.memory.pattern;

import java.sql.SQLException;
import labs.cluster.junit.SharedCluster;
import labs.cluster.mariadb.MariaDb;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What {@link WithMariaDb} does. */
final class MariaDbExtension extends SharedCluster<MariaDb> {
    MariaDbExtension() {
        super(MariaDb.class, MariaDb::fromEnvironmentOrStart);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ProductTable.class
                || super.supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() != ProductTable.class) {
            return super.resolveParameter(parameter, context);
        }
        try {
            return new ProductTable(cluster(context).createSchema());
        } catch (SQLException e) {
            throw new ParameterResolutionException("cannot create a table", e);
        }
    }
}
