using ClientFailover;

namespace OpenTelemetry.Metrics;

/// <summary>Collects the metrics of ClientFailover.</summary>
public static class ClientFailoverMeterProviderBuilderExtensions
{
    /// <summary>Subscribes to the meter <see cref="FailoverTelemetry.MeterName"/>: calls, attempts, caller errors, durations, ejections, tier load and the age of the registry's list.</summary>
    /// <param name="builder">The builder.</param>
    public static MeterProviderBuilder AddClientFailoverInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(FailoverTelemetry.MeterName);
    }
}
