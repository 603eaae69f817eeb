using System.Runtime.InteropServices;

namespace ClientFailover.Consul;

/// <summary>What is known of an agent.</summary>
/// <param name="Failures">How many reads failed in a row that began one after the other; 0 for a good agent.</param>
/// <param name="FailedAt">When the last of them did.</param>
/// <param name="AsideUntil">Until when it is not asked while another can be.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AgentState(int Failures, MonotonicTime FailedAt, MonotonicTime AsideUntil)
{
    public bool IsGood => Failures == 0;
}
