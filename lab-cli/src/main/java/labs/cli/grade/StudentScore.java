package labs.cli.grade;

import java.util.List;

/** What one submission is worth, over all chapters that were graded. */
public record StudentScore(String student, List<ChapterScore> chapters) {
    public StudentScore {
        chapters = List.copyOf(chapters);
    }

    public int points() {
        return chapters.stream().mapToInt(ChapterScore::points).sum();
    }

    public int max() {
        return chapters.stream().mapToInt(ChapterScore::max).sum();
    }
}
