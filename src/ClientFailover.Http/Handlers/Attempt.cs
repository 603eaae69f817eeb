using System.Diagnostics;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>An attempt that is under way.</summary>
/// <param name="Pick">Where it goes.</param>
/// <param name="Sent">Its answer, some day.</param>
/// <param name="Timer">Cancels it.</param>
/// <param name="Link">Passes the caller's cancellation on to <paramref name="Timer"/>.</param>
/// <param name="Activity">What listeners see of it; null when there are none.</param>
internal readonly record struct Attempt(
    PickResult Pick, Task<HttpResponseMessage> Sent, AttemptTimer Timer, CancellationTokenRegistration Link, Activity? Activity);
