/**
 * Grades a folder of submissions, none of which is trusted.
 *
 * <pre>
 *   Submission ─▶ Intake ─▶ StudentBuild ─────▶ TestJvm, one run an exercise ─▶ ScoreRules
 *   (a folder)    regular   starter + theirs,   (sandbox, limits)               against the tests
 *                 .java     javac in the                                        that the reference
 *                 files     sandbox                                             has
 *                 alone                                                            │
 *   scores.json, scores.csv, index.html, students/*.html ◀── reports ◀── StudentScore
 * </pre>
 *
 * Start reading at {@link labs.cli.grade.ChapterGrader}.
 */
package labs.cli.grade;
