using System.Globalization;

namespace ClientFailover.Samples;

/// <summary>One line for each second and each event: for files and pipes.</summary>
internal sealed class PlainView(TextWriter output) : IDrillView
{
    public void Event(TimeSpan at, string name) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,5:0.0} s  == {name}"));

    public void Second(DrillMoment moment)
    {
        var shares = moment.Backends.Where(backend => moment.Share(backend) > 0).Select(backend => string.Create(CultureInfo.InvariantCulture, $"{backend.Name} {moment.Share(backend):0 %}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{moment.At.TotalSeconds,5:0.0} s  {moment.Calls.Count,4} calls  {moment.Errors} errors  {moment.ExtraAttempts,3} extra  p50 {moment.Percentile(50).TotalMilliseconds,5:0.0} ms  p99 {moment.Percentile(99).TotalMilliseconds,6:0.0} ms  {string.Join(", ", shares)}"));
    }
}
