package labs.compute.sql;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A query's text; whoever refuses a part of it does so here, so that the place is never lost.
 *
 * @param text as it was written
 * @param query with blanks in place of what is not the query itself
 */
record SqlText(String text, String query) {
    /** To be thrown: {@code throw text.refuse(node, "…")}. */
    SqlException refuse(SqlNode node, String problem) {
        return refuse(node.getParserPosition(), problem);
    }

    /** The place of the word behind a part of the query. */
    SqlParserPos behind(SqlNode node) {
        SqlParserPos place = node.getParserPosition();
        for (Tokens tokens = new Tokens(query); tokens.next(); ) {
            SqlParserPos token = tokens.place();
            boolean isBehind =
                    token.getLineNum() > place.getEndLineNum()
                            || token.getLineNum() == place.getEndLineNum()
                                    && token.getColumnNum() > place.getEndColumnNum();
            if (isBehind && !tokens.upper().equals(")")) {
                return token;
            }
        }
        return place;
    }

    SqlException refuse(SqlParserPos place, String problem) {
        return new SqlException(text, place.getLineNum(), place.getColumnNum(), problem);
    }
}
