namespace ClientFailover.Kubernetes;

/// <summary>Finds out how a cluster is reached: by the options, by a kubeconfig, or from within the cluster.</summary>
internal sealed class AccessLoader(Func<string, string?> environment, TimeProvider timeProvider, string serviceAccountFolder = AccessLoader.ServiceAccountFolder)
{
    /// <summary>Where Kubernetes mounts a pod's service account.</summary>
    internal const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";
    private const string DefaultNamespace = "default";

    /// <exception cref="AccessException">Something is missing or cannot be read.</exception>
    public ClusterAccess Load(ClusterSettings cluster)
    {
        if (cluster.Server is { } server)
        {
            return new ClusterAccess(server, new AccessToken(cluster.Token, cluster.TokenFile), cluster.Namespace ?? DefaultNamespace)
            {
                Roots = cluster.CaFile is { } ca ? RootCertificates.OfFile(ca) : null,
            };
        }

        return cluster.KubeConfig is { } path
            ? KubeConfigFile.Read(path).Access(cluster.Context, cluster.Namespace, timeProvider.GetUtcNow())
            : FromWithin(cluster);
    }

    private ClusterAccess FromWithin(ClusterSettings cluster)
    {
        if (environment(HostVariable) is not { Length: > 0 } host || environment(PortVariable) is not { Length: > 0 } port)
        {
            throw new AccessException($"this process does not run in a Kubernetes cluster ({HostVariable} and {PortVariable} are not set); write {KubernetesOptionsValidator.Path(nameof(KubernetesOptions.Clusters))}:0 with Server or KubeConfig");
        }

        var bare = host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{bare}:{port}/", UriKind.Absolute, out var server))
        {
            throw new AccessException($"{HostVariable} is '{host}' and {PortVariable} is '{port}', which are no host and port");
        }

        var ca = Path.Combine(serviceAccountFolder, "ca.crt");
        var space = Path.Combine(serviceAccountFolder, "namespace");
        return new ClusterAccess(server, new AccessToken(null, Path.Combine(serviceAccountFolder, "token")), cluster.Namespace ?? (File.Exists(space) ? AccessFile.Read(space, "the namespace file").Trim() : DefaultNamespace))
        {
            Roots = RootCertificates.OfFile(ca),
        };
    }
}
