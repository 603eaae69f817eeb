using ClientFailover;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the metrics of ClientFailover to OpenTelemetry.</summary>
public static class ClientFailoverMeterProviderBuilderExtensions
{
    /// <summary>
    /// Collects every instrument of the meter <see cref="FailoverTelemetry.MeterName"/>: calls, attempts and their durations, ejections, the load and
    /// the endpoints of each tier, and the age of what the registry said. Until this is called, or another listener subscribes, nothing is recorded.
    /// </summary>
    /// <remarks>
    /// Durations are in seconds. The histograms bring their own bucket boundaries as advice; a view of the application overrides them. Several calls
    /// have the effect of one.
    /// </remarks>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MeterProviderBuilder AddClientFailoverInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(FailoverTelemetry.MeterName);
    }
}
