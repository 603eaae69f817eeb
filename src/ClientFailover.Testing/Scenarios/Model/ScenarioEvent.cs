using System.Collections.Immutable;
using System.Net;

namespace ClientFailover.Testing;

/// <summary>Something that happens in a scenario: one of the nested types, a closed set. Immutable.</summary>
public abstract record ScenarioEvent
{
    private protected ScenarioEvent(TimeSpan at) => At = at;

    /// <summary>When, from the start of the scenario.</summary>
    public TimeSpan At { get; }

    /// <summary>The endpoints it happens to; null for one that happens to none in particular.</summary>
    public virtual FleetSelector? Target => null;

    /// <summary>Where it is written, for messages: <c>slow.yaml(31)</c>. Default: empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>The endpoints refuse connections, and calls they were working on lose theirs.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="KeepsCalls">Whether calls they were working on are finished all the same.</param>
    public sealed record Crash(TimeSpan At, FleetSelector Who, bool KeepsCalls = false) : Aimed(At, Who);

    /// <summary>The calls the endpoints are working on lose their connections; new ones are served as before.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    public sealed record Cut(TimeSpan At, FleetSelector Who) : Aimed(At, Who);

    /// <summary>The endpoints never answer again, and say nothing: only a time-out ends a call there.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    public sealed record BlackHole(TimeSpan At, FleetSelector Who) : Aimed(At, Who);

    /// <summary>The endpoints are as they were at the start, but for their capacity and their registration.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    public sealed record Recover(TimeSpan At, FleetSelector Who) : Aimed(At, Who);

    /// <summary>The endpoints take longer over a call.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Factor">So many times as long, above zero.</param>
    /// <param name="Extra">And so much more.</param>
    public sealed record Slow(TimeSpan At, FleetSelector Who, double Factor, TimeSpan Extra) : Aimed(At, Who);

    /// <summary>The endpoints answer calls with a status.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Status">The status.</param>
    /// <param name="Share">The share (0..1) of calls.</param>
    /// <param name="Latency">How long such an answer takes; null for as long as a good one.</param>
    /// <param name="SparesProbes">Whether what is no call of the scenario's traffic (a health probe) gets a good answer.</param>
    public sealed record Fail(TimeSpan At, FleetSelector Who, HttpStatusCode Status, double Share, TimeSpan? Latency, bool SparesProbes) : Aimed(At, Who);

    /// <summary>A share of what is sent to the endpoints, or of its answers, is lost without a word.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Share">The share (0..1) of calls.</param>
    public sealed record Drop(TimeSpan At, FleetSelector Who, double Share) : Aimed(At, Who);

    /// <summary>A share of calls lose their connection after they were received.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Share">The share (0..1) of calls.</param>
    public sealed record Reset(TimeSpan At, FleetSelector Who, double Share) : Aimed(At, Who);

    /// <summary>The endpoints crash and recover in turns, beginning with a crash, and stay up in the end.</summary>
    /// <param name="At">When the first crash is.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Down">How long they are down, above zero.</param>
    /// <param name="Up">How long they are up, above zero.</param>
    /// <param name="Until">No crash from then on.</param>
    public sealed record Flap(TimeSpan At, FleetSelector Who, TimeSpan Down, TimeSpan Up, TimeSpan Until) : Aimed(At, Who);

    /// <summary>The endpoints work on so many calls at once.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Calls">How many, 1 or more; null for no bound.</param>
    public sealed record SetCapacity(TimeSpan At, FleetSelector Who, int? Calls) : Aimed(At, Who);

    /// <summary>The registry names the endpoints no longer, or names them again.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Listed">Whether they are named from then on.</param>
    /// <param name="SeenIn">The region whose clients hear of it; null for all clients.</param>
    public sealed record List(TimeSpan At, FleetSelector Who, bool Listed, string? SeenIn) : Aimed(At, Who);

    /// <summary>The registry says something else of the endpoints.</summary>
    /// <param name="At">When.</param>
    /// <param name="Who">Which endpoints.</param>
    /// <param name="Labels">The labels that change.</param>
    public sealed record Relabel(TimeSpan At, FleetSelector Who, ImmutableDictionary<string, string> Labels) : Aimed(At, Who);

    /// <summary>The registry answers with an empty list, or cannot be asked, until a <see cref="RegistryRecovers"/>.</summary>
    /// <param name="At">When.</param>
    /// <param name="Fails">Whether it cannot be asked; false for an empty list.</param>
    /// <param name="SeenIn">The region whose clients hear of it; null for all clients.</param>
    public sealed record RegistryLost(TimeSpan At, bool Fails, string? SeenIn) : ScenarioEvent(At);

    /// <summary>The registry names the endpoints again.</summary>
    /// <param name="At">When.</param>
    /// <param name="SeenIn">The region whose clients hear of it; null for all clients.</param>
    public sealed record RegistryRecovers(TimeSpan At, string? SeenIn) : ScenarioEvent(At);

    /// <summary>The registry sends its list anew again and again, each time with another value of the label <c>refresh</c>, so that no list equals the last.</summary>
    /// <param name="At">The first time.</param>
    /// <param name="Every">The time between two, above zero.</param>
    /// <param name="Until">None from then on.</param>
    public sealed record Refresh(TimeSpan At, TimeSpan Every, TimeSpan Until) : ScenarioEvent(At);

    /// <summary>All client processes stand still: nothing of theirs runs, and what falls due meanwhile is late. Answers wait for them.</summary>
    /// <param name="At">When.</param>
    /// <param name="For">How long.</param>
    /// <param name="AnswersLast">
    /// Whether, when they go on, the answers that came meanwhile are seen after the time-outs that ran out: the worst order of two that a real process may see.
    /// False for the order in which they fell due.
    /// </param>
    public sealed record Pause(TimeSpan At, TimeSpan For, bool AnswersLast) : ScenarioEvent(At);

    /// <summary>The wall clock is set; time goes on as before.</summary>
    /// <param name="At">When.</param>
    /// <param name="By">How far, forward or (negative) back.</param>
    public sealed record StepClock(TimeSpan At, TimeSpan By) : ScenarioEvent(At);

    /// <summary>The options of the service are reloaded.</summary>
    /// <param name="At">When.</param>
    /// <param name="Options">All of them, as in <see cref="Scenario.Policy"/>.</param>
    public sealed record Reload(TimeSpan At, ImmutableDictionary<string, string> Options) : ScenarioEvent(At);

    /// <summary>An event that happens to endpoints.</summary>
    public abstract record Aimed : ScenarioEvent
    {
        private protected Aimed(TimeSpan at, FleetSelector who)
            : base(at) => Who = who;

        /// <summary>Which endpoints.</summary>
        public FleetSelector Who { get; }

        /// <inheritdoc/>
        public override FleetSelector? Target => Who;
    }
}
