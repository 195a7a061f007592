/**
 * Building a chapter and running one of its demos.
 *
 * <pre>
 *   Chapter ─▶ DemoClasses (compiled when its sources changed) ─▶ DemoLauncher ─▶ a JVM on our terminal
 * </pre>
 *
 * Start with {@link labs.cli.demo.DemoLauncher}.
 */
package labs.cli.demo;
