namespace ClientFailover.Kubernetes;

/// <summary>A cluster: how its API server is reached, and where its pods are.</summary>
/// <remarks>
/// Reached by <see cref="Server"/>, or else by <see cref="KubeConfig"/>, or else from within: by the service account that Kubernetes mounts into every pod.
/// </remarks>
public sealed class KubernetesClusterOptions
{
    /// <summary>Its name, in messages and as the label <c>topology.istio.io/cluster</c> of its endpoints. Default empty; required when there are several.</summary>
    public string Name { get; set; } = "";

    /// <summary>The API server: <c>https://host:port</c>; <c>http</c> only on this machine, for <c>kubectl proxy</c>. Default: none. Not together with <see cref="KubeConfig"/>.</summary>
    public string? Server { get; set; }

    /// <summary>A kubeconfig file. Plug-ins that get credentials (<c>exec</c>, <c>auth-provider</c>) are refused. Default: none. Not together with <see cref="Server"/>.</summary>
    public string? KubeConfig { get; set; }

    /// <summary>The context of the kubeconfig. Default: its <c>current-context</c>.</summary>
    public string? Context { get; set; }

    /// <summary>The bearer token; never logged. Default: none. With <see cref="Server"/> only, and not together with <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>A file that holds the bearer token, read anew before each request. Default: none. With <see cref="Server"/> only.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A PEM file with the root certificates the API server's certificate must come from. Default: none, which means the system's. With <see cref="Server"/> only.</summary>
    public string? CaFile { get; set; }

    /// <summary>The namespace of services that are called without one. Default: that of the kubeconfig's context or of the pod, else <c>default</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary>The region of its pods: EndpointSlices tell the zone only. Default: none; for the cluster the process itself runs in, the process's own region.</summary>
    public string? Region { get; set; }

    /// <summary>The zone of pods whose slice tells none. Default: none, unknown.</summary>
    public string? Zone { get; set; }

    /// <summary>The network of its pods, as the label <c>topology.istio.io/network</c>. Default: none.</summary>
    public string? Network { get; set; }
}
