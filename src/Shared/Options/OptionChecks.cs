namespace ClientFailover;

/// <summary>The checks that the options of all resolvers need. Each mistake names the property's path, its value and what to write.</summary>
internal static class OptionChecks
{
    public static void CheckTime(TimeSpan value, string path, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{path} is {value}; write a time from {least} to {most}");
        }
    }

    /// <param name="lesser">The time that must not be the longer one.</param>
    /// <param name="lesserName">The property it is of, beside the other.</param>
    /// <param name="greater">The other.</param>
    /// <param name="greaterPath">The path of its property.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void CheckOrder(TimeSpan lesser, string lesserName, TimeSpan greater, string greaterPath, List<string> problems)
    {
        if (greater < lesser)
        {
            problems.Add($"{greaterPath} is {greater}, less than {lesserName} ({lesser}); write a time that is not less");
        }
    }

    /// <param name="value">The number.</param>
    /// <param name="path">The path of its property.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    /// <param name="what">What to write, as in "a number of bytes".</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void CheckNumber(int value, string path, int least, int most, string what, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{path} is {value}; write {what} from {least} to {most}");
        }
    }

    public static void CheckEnum<T>(T value, string path, List<string> problems)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            problems.Add($"{path} is {value}; write {string.Join(" or ", Enum.GetNames<T>())}");
        }
    }
}
