package labs.cli.grade;

import java.util.List;

/**
 * What one chapter of one submission is worth.
 *
 * @param notes what the one who grades should know: files left out, things worth a look
 */
public record ChapterScore(
        String chapter, String title, List<ExerciseScore> exercises, List<String> notes) {
    public ChapterScore {
        exercises = List.copyOf(exercises);
        notes = List.copyOf(notes);
    }

    public int points() {
        return exercises.stream().mapToInt(ExerciseScore::points).sum();
    }

    public int max() {
        return exercises.stream().mapToInt(ExerciseScore::max).sum();
    }
}
