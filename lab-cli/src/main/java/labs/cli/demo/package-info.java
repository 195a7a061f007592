/**
 * Building a chapter's main code and running one of its demos.
 *
 * <pre>
 *   Chapter ─▶ MainClasses (compiled when its sources changed) ─▶ DemoLauncher ─▶ a JVM on our terminal
 * </pre>
 *
 * Start with {@link labs.cli.demo.DemoLauncher}.
 */
package labs.cli.demo;
