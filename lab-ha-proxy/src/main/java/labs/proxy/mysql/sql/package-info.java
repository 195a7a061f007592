/**
 * What a statement is, as far as a balancer must know it.
 *
 * <pre>
 *   SQL ─▶ Lexer ─▶ tokens ─▶ Classifier ─▶ Statement: READ, WRITE, SETTING, … and whether it pins
 * </pre>
 *
 * <p>Begin with {@link labs.proxy.mysql.sql.Classifier}.
 */
package labs.proxy.mysql.sql;
