namespace ClientFailover.Tests.Shared;

/// <summary>A way to a <see cref="RemoteHost"/>.</summary>
internal enum HostPath
{
    Both = 0,

    /// <summary>What clients take.</summary>
    Front = 1,

    /// <summary>What servers take among themselves.</summary>
    Back = 2,
}
