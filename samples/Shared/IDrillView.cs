namespace ClientFailover.Samples;

/// <summary>Shows a drill while it runs.</summary>
internal interface IDrillView
{
    /// <summary>Something happens.</summary>
    void Event(TimeSpan at, string name);

    /// <summary>A second has passed.</summary>
    void Second(DrillMoment moment);
}
