namespace ClientFailover.Samples;

/// <summary>Shows nothing: for machines, which read the report.</summary>
internal sealed class SilentView : IDrillView
{
    public void Event(TimeSpan at, string name)
    {
    }

    public void Second(DrillMoment moment)
    {
    }
}
