namespace ClientFailover.Consul;

/// <summary>What is wrong with how a cluster is reached.</summary>
internal static class ConsulAccessValidator
{
    public static void Check(ConsulAccessOptions options, string path, Func<string, string?> environment, List<string> problems)
    {
        var addresses = ConsulAddress.Read(options, path, environment, problems);
        CheckSecrets(options, path, addresses, problems);
        ConsulOptionsValidator.CheckNames(options.Datacenters, $"{path}:{nameof(options.Datacenters)}", "the name of a datacenter, or remove the entry", problems);
        foreach (var (name, value) in new[] { (nameof(options.Namespace), options.Namespace), (nameof(options.Partition), options.Partition), (nameof(options.Region), options.Region), (nameof(options.Zone), options.Zone), (nameof(options.Network), options.Network) })
        {
            if (value is not null && string.IsNullOrWhiteSpace(value))
            {
                problems.Add($"{path}:{name} is '{value}'; write a name, or remove it");
            }
        }
    }

    /// <summary>The settings of a cluster that are made beside a list of clusters, where they would do nothing.</summary>
    public static void CheckUnused(ConsulOptions options, List<string> problems)
    {
        (string Name, bool IsSet)[] settings =
        [
            (nameof(options.Address), Set(options.Address)), (nameof(options.FallbackAddresses), options.FallbackAddresses.Count > 0),
            (nameof(options.Datacenters), options.Datacenters.Count > 0), (nameof(options.Token), Set(options.Token)), (nameof(options.TokenFile), Set(options.TokenFile)),
            (nameof(options.CaFile), Set(options.CaFile)), (nameof(options.Namespace), Set(options.Namespace)), (nameof(options.Partition), Set(options.Partition)),
            (nameof(options.Region), Set(options.Region)), (nameof(options.Zone), Set(options.Zone)), (nameof(options.Network), Set(options.Network)),
        ];
        foreach (var (name, isSet) in settings)
        {
            if (isSet)
            {
                problems.Add($"{ConsulOptionsValidator.Path(name)} is set beside {nameof(options.Clusters)}, where it means nothing; write it into the entries of {nameof(options.Clusters)}");
            }
        }

        static bool Set(string? text) => !string.IsNullOrWhiteSpace(text);
    }

    private static void CheckSecrets(ConsulAccessOptions options, string path, IReadOnlyList<Uri> addresses, List<string> problems)
    {
        AccessChecks.CheckToken(options.Token, options.TokenFile, path, problems);
        if (!string.IsNullOrEmpty(options.CaFile) && addresses.FirstOrDefault(static one => !string.Equals(one.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)) is { } plain)
        {
            problems.Add($"{path}:{nameof(options.CaFile)} is '{options.CaFile}', but the address {plain} does not use TLS; write an https:// address or remove {nameof(options.CaFile)}");
        }
    }
}
