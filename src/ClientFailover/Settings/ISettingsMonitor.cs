namespace ClientFailover;

/// <summary>Gives the present settings and tells of each valid reload. A reload that is not valid changes nothing.</summary>
internal interface ISettingsMonitor
{
    FailoverSettings Current { get; }

    /// <summary>Calls <paramref name="listener"/> after each valid reload, until the result is disposed.</summary>
    IDisposable OnChange(Action<FailoverSettings> listener);
}
