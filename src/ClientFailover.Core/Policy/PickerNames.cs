namespace ClientFailover;

/// <summary>The names of the pickers that come with the library.</summary>
public static class PickerNames
{
    /// <summary>Two distinct random endpoints, the one with the lower cost (peak EWMA x calls in flight) wins. The default.</summary>
    public const string PowerOfTwoChoices = "PowerOfTwoChoices";

    /// <summary>One after the other, in proportion to the weights.</summary>
    public const string RoundRobin = "RoundRobin";

    /// <summary>At random, in proportion to the weights.</summary>
    public const string WeightedRandom = "WeightedRandom";
}
