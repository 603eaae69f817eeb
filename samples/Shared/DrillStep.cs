using ClientFailover.Testing;

namespace ClientFailover.Samples;

/// <summary>One event of a drill.</summary>
/// <param name="After">How long after the step before it.</param>
/// <param name="Name">What happens.</param>
/// <param name="Kind">Whether something goes or returns.</param>
/// <param name="Act">Makes it happen.</param>
internal sealed record DrillStep(TimeSpan After, string Name, DrillEventKind Kind, Func<Task> Act);
