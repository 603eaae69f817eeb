using System.Globalization;

namespace ClientFailover;

/// <summary>Collects what is wrong with options, all of it. Each line names the property's path, its value, and what to write instead.</summary>
internal sealed class OptionsProblems
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a problem whose text names the value itself.</summary>
    public void Add(string path, string problem) => _lines.Add($"{path}: {problem}");

    public void Add(string path, object? value, string remedy)
    {
        var text = value switch
        {
            null => "null",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        Add(path, $"'{text}' {remedy}");
    }

    /// <summary>A number within bounds, both included. NaN lies within none.</summary>
    public void Number(string path, double? value, double min, double max, string hint = "")
    {
        if (value is { } number && !(number >= min && number <= max))
        {
            Add(path, number, $"is out of range; write a number from {min} to {max}{hint}");
        }
    }

    /// <summary>A share of a whole.</summary>
    public void Ratio(string path, double? value) => Number(path, value, 0, 1, ", such as 0.5 for 50 %");

    /// <summary>A whole number within bounds, both included.</summary>
    public void Count(string path, int? value, int min, int max = int.MaxValue, string hint = "")
    {
        if (value < min || value > max)
        {
            Add(path, value, max == int.MaxValue
                ? $"is out of range; write a whole number of {min} or more{hint}"
                : $"is out of range; write a whole number from {min} to {max}{hint}");
        }
    }

    /// <summary>A duration of zero to a day.</summary>
    public void Duration(string path, TimeSpan? value) => Duration(path, value, TimeSpan.Zero, Day);

    /// <summary>A duration of more than zero, up to a day.</summary>
    public void PositiveDuration(string path, TimeSpan? value)
    {
        if (value <= TimeSpan.Zero)
        {
            Add(path, value, "is not a duration of more than zero; write hours:minutes:seconds, such as 00:00:30");
        }
        else
        {
            Duration(path, value);
        }
    }

    /// <summary>A time-out: more than zero, up to a day, or none.</summary>
    public void TimeOut(string path, TimeSpan? value)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            PositiveDuration(path, value);
        }
    }

    public void Duration(string path, TimeSpan? value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            // The commonest mistake: "30" is read as thirty days.
            Add(path, value, $"is out of range; write hours:minutes:seconds from {min} to {max} (a number alone counts days: 30 seconds are 00:00:30)");
        }
    }

    /// <summary>Text that is compared exactly: white space around it would never match, and nobody would see why.</summary>
    public void Exact(string path, string? value)
    {
        if (value is not null && value.Trim().Length != value.Length)
        {
            Add(path, value, "has white space around it and would match nothing; remove the white space");
        }
    }

    public void Labels(string path, IDictionary<string, string> labels)
    {
        foreach (var (key, value) in labels)
        {
            if (string.IsNullOrWhiteSpace(key))
            {
                Add(path, key, "is not the name of a label; write a name");
            }
            else if (value is null)
            {
                Add($"{path}:{key}", value, "is not a value of a label; write a text, or remove the label");
            }
            else
            {
                Exact($"{path}:{key}", value);
            }
        }
    }

    /// <summary>Reports a pair in the wrong order where one of the two is set; a pair that is inherited whole was reported at the defaults.</summary>
    public void NotBelow(string path, string upperName, TimeSpan? ownUpper, TimeSpan upper, string lowerName, TimeSpan? ownLower, TimeSpan lower)
    {
        if ((ownUpper is null && ownLower is null) || upper >= lower)
        {
            return;
        }

        if (ownUpper is not null)
        {
            Add($"{path}:{upperName}", upper, $"is below {lowerName}, which is {lower}; write {lower} or more, or lower {lowerName}");
        }
        else
        {
            Add($"{path}:{lowerName}", lower, $"is above {upperName}, which is {upper}; write {upper} or less, or raise {upperName}");
        }
    }
}
