/**
 * Programs to run: {@code lab run compute-storm} is {@link labs.compute.demo.CaseMain}, {@code lab
 * run compute-storm sql} is {@link labs.compute.demo.SqlMain}.
 *
 * <pre>
 *   CaseMain, SqlMain ──▶ StormChoice ──▶ Engine ──▶ a Storm in this JVM, a cluster of processes,
 *                                                    or the cluster that LAB_STORM names
 * </pre>
 */
package labs.compute.demo;
