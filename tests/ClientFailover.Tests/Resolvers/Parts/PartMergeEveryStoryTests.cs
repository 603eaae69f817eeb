namespace ClientFailover.Tests.Resolvers;

/// <summary>What holds however two places speak: every story of five happenings is told.</summary>
public sealed class PartMergeEveryStoryTests
{
    private const int Length = 5;

    private static readonly Resolution[] Words =
    [
        new Resolution.Resolved("part", [MergedParts.Endpoint("a")]),
        new Resolution.Resolved("part", []),
        new Resolution.NotFound("part", "no entry"),
        new Resolution.Failed("part", "down"),
    ];

    /// <summary>Each place may say each word, or the grace may end.</summary>
    private static readonly int Happenings = (2 * Words.Length) + 1;

    [Fact]
    public void After_EveryStory_WhatIsToldIsTrueAndNothingIsKeptBack()
    {
        var stories = (int)Math.Pow(Happenings, Length);
        for (var number = 0; number < stories; number++)
        {
            Tell(number);
        }
    }

    private static void Tell(int number)
    {
        var parts = new MergedParts("east", "west");
        var isGraceOver = false;
        for (var (i, rest) = (0, number); i < Length; i++, rest /= Happenings)
        {
            var (before, happening) = (parts.Told, (rest % Happenings) - 1);
            var said = happening < 0 ? null : Words[happening % Words.Length];
            isGraceOver |= said is null;
            var published = said is null ? parts.GraceOver() : parts.Said(happening / Words.Length, said);
            if (!IsNews(published, before, said) || !IsTrue(published, parts, said, isGraceOver))
            {
                Assert.Fail($"story {number}, happening {i} ({said?.ToString() ?? "the grace ends"}): {published?.ToString() ?? "nothing"} is published");
            }
        }
    }

    /// <summary>No list is told twice in a row; a failure only when it is one, or the first word of it.</summary>
    private static bool IsNews(Resolution? published, Resolution? before, Resolution? said) =>
        published is null || !SameAnswers.Are(published, before) || (published is Resolution.Failed && said is Resolution.Failed);

    /// <summary>What stands is what the places said, and each failed attempt was told.</summary>
    private static bool IsTrue(Resolution? published, MergedParts parts, Resolution? said, bool isGraceOver)
    {
        var views = parts.Views;
        List<Endpoint> known = [.. views.SelectMany(static view => view.Known is Resolution.Resolved list ? list.Endpoints : [])];
        if (views.Any(static view => view.IsPending) && (known.Count == 0 || !isGraceOver))
        {
            return published is null;
        }

        var nobodyCanTell = views.All(static view => view.Failed is not null) || (known.Count == 0 && views.Any(static view => view.Known is null));
        var isNowhere = views.All(static view => view is { Known: Resolution.NotFound, Failed: null });
        return parts.Told switch
        {
            Resolution.Resolved list => list.Endpoints.SequenceEqual(known) && !nobodyCanTell && !isNowhere,
            Resolution.NotFound => isNowhere,
            Resolution.Failed => nobodyCanTell && (published is not null || said is not Resolution.Failed),
            _ => false,
        };
    }
}
