using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClientFailover.Samples;

/// <summary>A table that is drawn anew each second: for terminals.</summary>
internal sealed class LiveView(LiveDisplayContext display) : IDrillView
{
    private readonly List<string> _events = [];

    public void Event(TimeSpan at, string name) => _events.Add(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,5:0.0} s  {name}"));

    public void Second(DrillMoment moment)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new(Head(moment)) };
        table.AddColumns("backend", "address", "is", "the client says", "served in the last second");
        foreach (var backend in moment.Backends)
        {
            var share = moment.Share(backend);
            table.AddRow(
                new Text(backend.Name), new Text(backend.Address), Coloured(backend.State, backend.State == "up"), Coloured(backend.Health, backend.Health == "Healthy"),
                new Text(new string('#', (int)Math.Round(share * 30)) + string.Create(CultureInfo.InvariantCulture, $" {share:0 %}")));
        }

        display.UpdateTarget(new Rows([table, .. _events.Select(line => (IRenderable)new Text(line))]));
        display.Refresh();
    }

    private static string Head(DrillMoment moment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{moment.At.TotalSeconds:0} s   {moment.Calls.Count} calls/s   {moment.Errors} caller errors   {moment.ExtraAttempts} extra attempts   p50 {moment.Percentile(50).TotalMilliseconds:0.0} ms   p99 {moment.Percentile(99).TotalMilliseconds:0.0} ms");

    private static Text Coloured(string text, bool good) => new(text, new Style(good ? Color.Green : Color.Red));
}
