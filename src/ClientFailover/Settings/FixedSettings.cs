using Microsoft.Extensions.Options;

namespace ClientFailover;

/// <summary>Settings that never change: for use without a container.</summary>
internal sealed class FixedSettings(FailoverSettings settings) : ISettingsMonitor, IDisposable
{
    public FailoverSettings Current => settings;

    /// <summary>Checks options and copies them; later changes to them have no effect.</summary>
    /// <exception cref="OptionsValidationException">The options are not valid; it lists every problem.</exception>
    public static FixedSettings Create(LocalityFailoverOptions options, KnownNames known, EnvironmentReader environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        var result = new LocalityFailoverOptionsValidator(known).Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(LocalityFailoverOptions), result.Failures);
        }

        return new FixedSettings(FailoverSettingsFactory.Create(options, environment));
    }

    public IDisposable OnChange(Action<FailoverSettings> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return this;
    }

    /// <summary>Does nothing: a subscription to what never changes holds nothing.</summary>
    public void Dispose()
    {
    }
}
