package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Path;
import labs.compute.engine.Engine;
import labs.compute.engine.Options;
import labs.compute.engine.QueryResult;
import labs.compute.query.Plan;
import labs.compute.sql.Catalog;
import labs.compute.sql.Sql;
import labs.compute.storm.LocalStorm;
import labs.compute.table.BadLines;
import labs.compute.table.ColumnBatch;

/** Our topology, on a Storm in this JVM. */
final class Ours implements Contestant {
    private final LocalStorm storm;
    private final Engine engine;
    private final Sql sql;
    private QueryResult result;

    Ours(Path directory, long memory) throws IOException {
        storm = LocalStorm.start();
        engine = Engine.start(storm::submit, Options.local(memory));
        sql = new Sql(Catalog.open(directory), Engine.PLANNING);
    }

    @Override
    public String query() throws IOException {
        if (result != null) {
            result.close();
        }
        Plan plan = sql.plan(SQL);
        result = engine.run(plan, BadLines.FAIL, progress -> {});
        return page(0);
    }

    @Override
    public String page(long offset) throws IOException {
        return text(result.page(offset, PAGE));
    }

    static String text(ColumnBatch rows) {
        var text = new StringBuilder();
        for (int row = 0; row < rows.rows(); row++) {
            for (int c = 0; c < 3; c++) {
                text.append(rows.column(c)[row]).append(c == 2 ? ';' : ',');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        engine.close();
        storm.close();
    }
}
