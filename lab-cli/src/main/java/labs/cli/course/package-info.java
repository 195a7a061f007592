/**
 * The course as data: {@code course.yaml}, each chapter's {@code lab.yaml}, planted mistakes.
 *
 * <pre>
 *   Repository ─▶ CourseMap (course.yaml) ─▶ Entry …        every chapter, open or to come
 *        └──────▶ Chapter   (lab.yaml)    ─▶ Exercise, Demo, NativeProgram
 *                    └────▶ mistakes/*.yaml ─▶ Mistake
 * </pre>
 *
 * Start with {@link labs.cli.course.Repository}, then {@link labs.cli.course.ManifestReader}.
 */
package labs.cli.course;
